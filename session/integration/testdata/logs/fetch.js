fetch(process.argv[2]).then(r => r.text()).then(() => console.log('complete'), e => console.log(`${e}: ${e.cause} ${e.cause && e.cause.code}`));
