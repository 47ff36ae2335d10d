#region schemas
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

#endregion

namespace KnowledgeBaseClient.Consumers.WebApi;

#region schemas
/// <summary>Describes the JSON of the models, whose converters OpenAPI does not know.</summary>
internal sealed class RunSchemas : IOpenApiSchemaTransformer
{
    private static readonly Type[] Objects =
        [typeof(Run), typeof(RunSummary), typeof(ProgressDetails), typeof(Workflow), typeof(WorkflowMeta)];

    private static readonly Type[] Strings = [typeof(RunStatus), typeof(RunStatusKind), typeof(RunChangeKind), typeof(NodeState)];

    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (Strings.Contains(type))
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (Objects.Contains(type))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Properties = new Dictionary<string, IOpenApiSchema>();
            schema.Required = new HashSet<string>();
            foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            {
                await AddAsync(property);
            }
        }
        else if (context.JsonTypeInfo.ElementType is { } element && (Objects.Contains(element) || Strings.Contains(element)))
        {
            var entries = await context.GetOrCreateSchemaAsync(element, null, cancellationToken);
            if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Dictionary)
            {
                schema.AdditionalProperties = entries;
            }
            else
            {
                schema.Items = entries;
            }
        }

        async Task AddAsync(PropertyInfo property)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            switch (property.Name)
            {
                case nameof(Run.AdditionalProperties):
                    // Unknown fields, next to the known ones.
                    break;
                case nameof(RunSummary.WorkflowName):
                    // The name is a field of the workflow. A run has the whole workflow.
                    schema.Properties!.TryAdd("workflow", ObjectWith("name"));
                    break;
                case var _ when property.IsDefined(typeof(RequiredMemberAttribute)):
                    schema.Required!.Add(name);
                    schema.Properties![name] = await context.GetOrCreateSchemaAsync(property.PropertyType, null, cancellationToken);
                    break;
                default:
                    schema.Properties![name] = OrNull(
                        await context.GetOrCreateSchemaAsync(property.PropertyType, null, cancellationToken), property.PropertyType);
                    break;
            }
        }
    }

    // The service may send null for every field that is not required.
    private static OpenApiSchema OrNull(OpenApiSchema schema, Type type)
    {
        if (Objects.Contains(type))
        {
            return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, schema] };
        }

        // A number is never written as a string, although ASP.NET Core would read one.
        return schema.Type is { } allowed && allowed.HasFlag(JsonSchemaType.Integer)
            ? new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = schema.Format }
            : WithNull(schema);
    }

    private static OpenApiSchema WithNull(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema ObjectWith(string name) => new()
    {
        Type = JsonSchemaType.Object | JsonSchemaType.Null,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [name] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
        },
    };
}
#endregion
