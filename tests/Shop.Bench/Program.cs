using Shop.Bench;
using Shop.Bench.Cases;
using Shop.Bench.Load;
using Shop.Bench.Rivals;
using Shop.Hosting;

var bench = BenchCommand.Create();
bench.Add(LoadCommand.Create());
bench.Add(RivalCommand.Create());
bench.Add(ReserveCommand.Create());
return await CommandHost.Run(bench, args);
