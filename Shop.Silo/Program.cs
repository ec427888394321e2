using System.CommandLine;
using Shop.Commands;
using Shop.Hosting;

var shop = new RootCommand("A shop whose stock cannot be oversold.")
{
    UpCommand.Create(),
    SeedCommand.Create(),
    AdminCommand.Create(),
    DemoCommand.Create(),
    AuditCommand.Create(),
    ReconcileCommand.Create(),
    BackupCommand.CreateBackup(),
    BackupCommand.CreateRestore(),
    ClusterCommand.Create(),
    DoctorCommand.Create(),
    KeysCommand.Create(),
    NodeCommand.CreateSilo(),
    NodeCommand.CreateApi(),
    TestDatabaseCommand.Create(),
};
return await CommandHost.Run(shop, args);
