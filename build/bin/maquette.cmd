@echo off
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\Maquette.exe" "%~dp0..\app.asar\out\main\cli.js" %*
