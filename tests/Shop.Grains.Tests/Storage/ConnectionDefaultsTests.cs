using Npgsql;

namespace Shop.Storage;

public class ConnectionDefaultsTests
{
    [Fact]
    public void What_a_connection_string_leaves_out_is_as_serves_the_shop()
    {
        var settings = Settings("Host=here;Database=shop");

        Assert.True(settings.NoResetOnClose);
        Assert.Equal(200, settings.MaxAutoPrepare);
        Assert.Equal(2, settings.AutoPrepareMinUsages);
        Assert.Equal(30, settings.MaxPoolSize);
        Assert.Equal("shop", settings.ApplicationName);
    }

    [Fact]
    public void What_a_connection_string_says_holds()
    {
        var settings = Settings(
            "Host=here;Maximum Pool Size=7;MaxAutoPrepare=0;No Reset On Close=false;ApplicationName=mine");

        Assert.Equal(7, settings.MaxPoolSize);
        Assert.Equal(0, settings.MaxAutoPrepare);
        Assert.False(settings.NoResetOnClose);
        Assert.Equal("mine", settings.ApplicationName);
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString) =>
        new(StorageServices.WithDefaults(connectionString));
}
