# Builds the README's first example against the package, as a project of a user does.
need pack
mkdir "$temp/consumer"
awk '/^```csharp$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md > "$temp/consumer/Program.cs"
grep -q 'new RunsClient(.*)' "$temp/consumer/Program.cs" && grep -q 'ListAsync(' "$temp/consumer/Program.cs" ||
  fail 'the first example of the README does not create a client and list runs'

# Packages are restored to a separate folder. Packages in the user's folder are reused.
cat > "$temp/consumer/Consumer.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFrameworks>net8.0;net10.0</TargetFrameworks>
    <ImplicitUsings>enable</ImplicitUsings>
    <UseAppHost>false</UseAppHost>
    <RestoreAdditionalProjectSources>../packages</RestoreAdditionalProjectSources>
    <RestorePackagesPath>../installed</RestorePackagesPath>
    <RestoreFallbackFolders>$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')</RestoreFallbackFolders>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="KnowledgeBaseClient" Version="$version" />
  </ItemGroup>
</Project>
XML
dotnet build "$temp/consumer" | tee "$log"
fail_on_warnings
