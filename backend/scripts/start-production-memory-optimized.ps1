# Starts the server in production within its memory plan. Pending migrations run first, in the server itself.
#
#   .\scripts\start-production-memory-optimized.ps1 [-Environment production]
#
# NODE_OPTIONS is set aside: with a flag in it that Node refuses there, not even the launcher would start.
param(
    [ValidateSet('production')]
    [string]$Environment = 'production'
)

$ErrorActionPreference = 'Stop'
$backend = Split-Path -Parent $PSScriptRoot
$node = Join-Path $backend '..\node_modules\node\bin\node.exe'
if (-not (Test-Path $node)) { $node = 'node' }

if ($env:NODE_OPTIONS) {
    $env:LEXIFLOW_NODE_OPTIONS = $env:NODE_OPTIONS
    Remove-Item Env:NODE_OPTIONS
}

& $node (Join-Path $backend 'bin\lexiflow.mjs') start "--$Environment"
exit $LASTEXITCODE
