# Builds everything without a warning.
dotnet build | tee "$log"
fail_on_warnings
