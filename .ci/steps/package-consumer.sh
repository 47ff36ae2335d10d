# Builds the README's first example against the package, and runs a program with the oldest and with the newest dependencies.
need pack
mkdir "$temp/consumer"
awk '/^```csharp$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md > "$temp/consumer/Program.cs"
grep -q 'new RunsClient(.*)' "$temp/consumer/Program.cs" && grep -q 'ListAsync(' "$temp/consumer/Program.cs" ||
  fail 'the first example of the README does not create a client and list runs'

# Packages are restored to a separate folder. Packages in the user's folder are reused.
cat > "$temp/Directory.Build.props" <<XML
<Project>
  <PropertyGroup>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <RestoreAdditionalProjectSources>$temp/packages</RestoreAdditionalProjectSources>
    <RestorePackagesPath>$temp/installed</RestorePackagesPath>
    <RestoreFallbackFolders>$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')</RestoreFallbackFolders>
    <ClientVersion>$version</ClientVersion>
  </PropertyGroup>
</Project>
XML
cat > "$temp/consumer/Consumer.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFrameworks>net8.0;net10.0</TargetFrameworks>
    <ImplicitUsings>enable</ImplicitUsings>
    <UseAppHost>false</UseAppHost>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="KnowledgeBaseClient" Version="$version" />
  </ItemGroup>
</Project>
XML
dotnet build "$temp/consumer" | tee "$log"
fail_on_warnings

# NuGet refuses to downgrade a package: an application on old packages shows that the library does not require newer ones.
cp -r .ci/consumer "$temp/versions"
for dotnet_version in 8 10; do
  dotnet run --project "$temp/versions" -f "net$dotnet_version.0" | tee "$log"
  grep -Fxq "Run r1 completed on .NET $dotnet_version with Microsoft.Extensions.Http $dotnet_version." "$log" ||
    fail "the program did not run on .NET $dotnet_version with its own packages"
done
