namespace Shop.Accounts;

public class KeyRingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SecretBox Box = new("the secret of these tests");
    private static readonly TimeSpan Age = TimeSpan.FromDays(90);

    [Fact]
    public void An_empty_ring_is_due() => Assert.True(new KeyRing().IsDue(Age, Noon));

    [Fact]
    public void A_key_signs_until_it_is_old()
    {
        var ring = new KeyRing().With(KeyPair.New(Box, Noon), Noon);

        Assert.False(ring.IsDue(Age, Noon + Age - TimeSpan.FromTicks(1)));
        Assert.True(ring.IsDue(Age, Noon + Age));
    }

    [Fact]
    public void A_former_key_verifies_until_its_last_token_has_expired()
    {
        var (first, second) = (KeyPair.New(Box, Noon), KeyPair.New(Box, Noon));
        var ring = new KeyRing().With(first, Noon).With(second, Noon);

        Assert.Equal([first.KeyId, second.KeyId], Ids(ring, Noon + AccessTokens.Lifetime));
        Assert.Equal([second.KeyId], Ids(ring, Noon + AccessTokens.Lifetime + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_key_that_verifies_nothing_more_is_thrown_away()
    {
        var later = Noon + Age;
        var ring = new KeyRing().With(KeyPair.New(Box, Noon), Noon).With(KeyPair.New(Box, Noon), Noon);

        Assert.Equal(2, ring.With(KeyPair.New(Box, later), later).Pairs.Length);
    }

    [Fact]
    public void A_revocation_leaves_one_key()
    {
        var next = KeyPair.New(Box, Noon);

        Assert.Equal([next.KeyId], Ids(new KeyRing().With(KeyPair.New(Box, Noon), Noon).Only(next), Noon));
    }

    private static IEnumerable<string> Ids(KeyRing ring, DateTimeOffset now) =>
        ring.Public(now).Select(key => key.KeyId);
}
