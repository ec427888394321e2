using Shop.Bench;
using Shop.Bench.Load;
using Shop.Bench.Rivals;
using Shop.Hosting;

var bench = BenchCommand.Create();
bench.Add(LoadCommand.Create());
bench.Add(RivalCommand.Create());
return await CommandHost.Run(bench, args);
