#!/usr/bin/env pwsh
# Builds and runs every suite. Needs redis-server, Chromium, and Node with npm on PATH.
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
dotnet build McpAspire.sln -c Release --disable-build-servers -v quiet -nologo
if ($LASTEXITCODE) { exit $LASTEXITCODE }
$passed = 0; $failed = 0; $skipped = 0
New-Item -ItemType Directory -Force artifacts/test-results | Out-Null
foreach ($suite in Get-ChildItem tests -Directory -Filter '*.Tests') {
  $report = "artifacts/test-results/$($suite.Name).xml"
  dotnet "artifacts/bin/$($suite.Name)/release/McpAspire.$($suite.Name).dll" -xml $report
  $assembly = ([xml](Get-Content $report)).assemblies.assembly
  $passed += [int]$assembly.passed; $failed += [int]$assembly.failed + [int]$assembly.errors; $skipped += [int]$assembly.skipped
}
"$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
exit [int]($failed -gt 0 -or $passed -eq 0)
