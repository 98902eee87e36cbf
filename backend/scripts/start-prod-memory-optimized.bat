@echo off
rem Starts the server in production within its memory plan. Pending migrations run first, in the server itself.
rem NODE_OPTIONS is set aside: with a flag in it that Node refuses there, not even the launcher would start.
setlocal
set "NODE_BINARY=%~dp0..\..\node_modules\node\bin\node.exe"
if not exist "%NODE_BINARY%" set "NODE_BINARY=node"
if defined NODE_OPTIONS (
  set "LEXIFLOW_NODE_OPTIONS=%NODE_OPTIONS%"
  set "NODE_OPTIONS="
)
"%NODE_BINARY%" "%~dp0..\bin\lexiflow.mjs" start --production
exit /b %ERRORLEVEL%
