Imports System.Runtime.ExceptionServices
Imports System.Threading

''' <summary>Reports the results of importing documents into a knowledge base.</summary>
Public Class ImportReport

    Private ReadOnly _client As IRunsClient
    Private ReadOnly _knowledgeBaseId As String

    Public Sub New(client As IRunsClient, knowledgeBaseId As String)
        _client = client
        _knowledgeBaseId = knowledgeBaseId
    End Sub

    ''' <summary>Lists the failed runs.</summary>
    Public Async Function ListFailuresAsync(cancellationToken As CancellationToken) As Task(Of IReadOnlyList(Of String))
        Dim filter As New RunFilter With {.Status = RunStatus.Failed}
        Dim runs = Await _client.ListAsync(_knowledgeBaseId, filter, cancellationToken)
        Return runs.Select(AddressOf Describe).ToList()
    End Function

    ''' <summary>Waits for the runs of an upload and describes them. Those that have not finished in time are described as they are.</summary>
    Public Async Function WaitForAllAsync(
        runIds As IEnumerable(Of String), cancellationToken As CancellationToken) As Task(Of IReadOnlyList(Of String))

        Dim runs As IReadOnlyList(Of Run) = Nothing
        Try
            Dim options As New WaitOptions With {.Timeout = TimeSpan.FromHours(1)}
            runs = Await _client.WaitForAllAsync(_knowledgeBaseId, runIds, options, cancellationToken)
        Catch timeout As RunWaitTimeoutException
            ' Visual Basic has no Await in Catch.
        End Try

        If runs Is Nothing Then
            Dim filter As New RunFilter With {.RunIds = runIds.ToArray()}
            runs = Await _client.ListAsync(_knowledgeBaseId, filter, cancellationToken)
        End If

        Return runs.Select(AddressOf Describe).ToList()
    End Function

    ''' <summary>Watches the knowledge base until a run fails, and describes it. Ignores the runs that have failed already.</summary>
    Public Async Function WaitForFailureAsync(cancellationToken As CancellationToken) As Task(Of String)
        Dim options As New WatchOptions With {.IncludeExisting = False}
        Dim changes = _client.WatchAsync(_knowledgeBaseId, options, cancellationToken).GetAsyncEnumerator(cancellationToken)
        Dim failedId As String = Nothing
        Dim failure As ExceptionDispatchInfo = Nothing

        Try
            While failedId Is Nothing AndAlso Await changes.MoveNextAsync()
                Dim change = changes.Current
                If change.Kind = RunChangeKind.Failed Then
                    failedId = change.Current.Id
                End If
            End While
        Catch ex As Exception
            failure = ExceptionDispatchInfo.Capture(ex)
        End Try

        ' Visual Basic has no Await For Each and no Await in Finally, so dispose here and throw again.
        Await changes.DisposeAsync()
        failure?.Throw()

        ' A change holds a summary. The reason is in the whole run.
        Return Describe(Await _client.GetAsync(_knowledgeBaseId, failedId, cancellationToken))
    End Function

    Private Shared Function Describe(run As Run) As String
        Select Case run.Status.Kind
            Case RunStatusKind.Completed
                Return $"{run.Id}: imported"
            Case RunStatusKind.Failed
                Return $"{run.Id}: {If(run.ErrorMessage, "no error given")}"
            Case RunStatusKind.AwaitingHumanFeedback
                Return $"{run.Id}: a person must act"
            Case Else
                Return $"{run.Id}: {run.Status}"
        End Select
    End Function

End Class
