process.stdout.write('engine placeholder\n');
