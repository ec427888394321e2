using Npgsql;

namespace Shop.Storage;

public sealed class StorageServicesTests
{
    [Fact]
    public void What_a_connection_string_does_not_say_serves_the_shop_best()
    {
        var settings = new NpgsqlConnectionStringBuilder(StorageServices.WithDefaults("Host=db;Database=shop"));

        Assert.Equal(("db", "shop", "shop"), (settings.Host, settings.Database, settings.ApplicationName));
        Assert.Equal((200, 2), (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages));
        Assert.Equal((true, 30, 5), (settings.NoResetOnClose, settings.MaxPoolSize, settings.Timeout));
    }

    [Fact]
    public void What_a_connection_string_says_stays_even_where_it_is_what_the_driver_does_anyway()
    {
        const string said = "Host=db;MaxPoolSize=7;No Reset On Close=false;Timeout=15";

        var settings = new NpgsqlConnectionStringBuilder(StorageServices.WithDefaults(said));

        Assert.Equal((7, false, 15), (settings.MaxPoolSize, settings.NoResetOnClose, settings.Timeout));
    }
}
