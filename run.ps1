#!/usr/bin/env pwsh
# Builds and starts everything; Ctrl-C stops it. Options as the AppHost takes them, such as --reset-administrator true.
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
dotnet restore eng/AspireProbe/AspireProbe.csproj *> $null
dotnet build AppHost/AppHost.csproj -c Release --disable-build-servers -v quiet -nologo
if ($LASTEXITCODE) { exit $LASTEXITCODE }
if (-not $env:DOTNET_ENVIRONMENT) { $env:DOTNET_ENVIRONMENT = 'Development' }
dotnet artifacts/bin/AppHost/release/McpAspire.AppHost.dll @args
exit $LASTEXITCODE
