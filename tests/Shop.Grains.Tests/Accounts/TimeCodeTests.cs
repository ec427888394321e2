using System.Text;

namespace Shop.Accounts;

public class TimeCodeTests
{
    /// <summary>RFC 6238, appendix B.</summary>
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>The RFC's table for SHA-1, cut to the six digits that apps show.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void A_code_is_as_the_RFC_has_it(long seconds, string code) =>
        Assert.Equal(code, TimeCode.At(Secret, TimeCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    /// <summary>RFC 4226, appendix D.</summary>
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void A_counter_gives_what_the_RFC_has(long counter, string code) =>
        Assert.Equal(code, TimeCode.At(Secret, counter));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_clock_may_be_wrong_by_half_a_minute(int seconds, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var code = TimeCode.At(Secret, TimeCode.StepAt(now.AddSeconds(seconds)));

        Assert.Equal(taken, TimeCode.Find(Secret, code, lastStep: 0, now) is not null);
    }

    [Fact]
    public void A_code_is_taken_once()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var step = TimeCode.Find(Secret, "005924", lastStep: 0, now)!.Value;

        Assert.Null(TimeCode.Find(Secret, "005924", step, now));
        Assert.Null(TimeCode.Find(Secret, TimeCode.At(Secret, step - 1), step, now));
        Assert.NotNull(TimeCode.Find(Secret, TimeCode.At(Secret, step + 1), step, now));
    }

    /// <summary>RFC 4648 §10, as far as no padding is needed, and the RFC 6238 secret.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    public void A_secret_is_told_in_base32(string bytes, string text) =>
        Assert.Equal(text, TimeCode.Base32(Encoding.ASCII.GetBytes(bytes)));
}
