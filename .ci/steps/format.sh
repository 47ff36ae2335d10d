# Checks that dotnet format has nothing to change.
dotnet restore
dotnet format --no-restore --verify-no-changes || fail 'files are not formatted; run dotnet format'
