# Builds the README's first example against the package, runs a program with the oldest and with the newest dependencies, runs the README's
# test example with two packages, and runs a fleet of one process with all three.
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

# Outside the repository, the tests of the sample know only the two packages. One of them is the README's example, which a test checks.
mkdir "$temp/sample"
cp samples/TestYourCode/*.cs "$temp/sample"
version_of() { sed -nE "s|.*Include=\"$1\" Version=\"([^\"]*)\".*|\1|p" Directory.Packages.props; }
cat > "$temp/sample/TestYourCode.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFrameworks>net8.0;net10.0</TargetFrameworks>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <RollForward>Major</RollForward>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="KnowledgeBaseClient" Version="$version" />
    <PackageReference Include="KnowledgeBaseClient.Testing" Version="$version" />
    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="$(version_of Microsoft.NET.Test.Sdk)" />
    <PackageReference Include="NUnit" Version="$(version_of NUnit)" />
    <PackageReference Include="NUnit3TestAdapter" Version="$(version_of NUnit3TestAdapter)" />
  </ItemGroup>
</Project>
XML
dotnet build "$temp/sample" | tee "$log"
fail_on_warnings
run_tests --no-build "$temp/sample"
for target in net8.0 net10.0; do
  grep -Eq "Passed: +[1-9][0-9]*, .* - TestYourCode\.dll \($target\)" "$log" || fail "the README's test example did not run on $target"
done

# A fleet of one process, on both targets, with what the package of the fleet brings.
cp -r .ci/fleet-consumer "$temp/fleet"
for dotnet_version in 8 10; do
  timeout 120 dotnet run --project "$temp/fleet" -f "net$dotnet_version.0" | tee "$log"
  grep -Fxq "Run r1 completed and wait w1 delivered on .NET $dotnet_version." "$log" || fail "the fleet did not run on .NET $dotnet_version"
done
