using Microsoft.AspNetCore.Mvc;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>Returns the statuses of its parameters.</summary>
[ApiController]
[Route("mvc")]
public sealed class StatusController : ControllerBase
{
    [HttpGet]
    public ActionResult<string> One(RunStatus? status) => Ok(status?.Value ?? "none");

    [HttpGet("required")]
    public ActionResult<string> Required(RunStatus status) => Ok($"'{status.Value}'");

    [HttpGet("all")]
    public ActionResult<string> All([FromQuery] RunStatus[] status) => Ok(string.Join(',', status));
}
