using System.Collections.Concurrent;
using System.Net;

namespace Shop.Hosting;

/// <summary>How much of each budget every caller has left, on this node.</summary>
/// <remarks>
/// A budget is a leaking bucket (the generic cell rate algorithm): a caller may spend all of it at once and gets it
/// back evenly over the hour, so there is no edge of a window at which twice the limit fits. All that is kept of a
/// caller is one moment: when the bucket will be empty. Whoever did nothing for an hour is forgotten.
/// </remarks>
internal sealed class RateLimits(RateLimitOptions options, TimeProvider clock)
{
    /// <summary>Some 40 MB when both generations are full. More callers than that push the eldest out early.</summary>
    private const int GenerationSize = 200_000;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock turning = new();
    private ConcurrentDictionary<Caller, Bucket> young = new();
    private ConcurrentDictionary<Caller, Bucket> old = new();
    private long youngSince = clock.GetUtcNow().UtcTicks;
    private int youngCount;

    /// <param name="budget">What is spent from.</param>
    /// <param name="caller">Who spends.</param>
    /// <param name="limit">The budget of an hour.</param>
    public Spending Spend(Budget budget, UInt128 caller, int limit)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var bucket = Find(new(budget, caller), now);
        var cost = Window.Ticks / limit;
        while (true)
        {
            var before = Interlocked.Read(ref bucket.EmptyAt);
            var after = Math.Max(before, now) + cost;
            if (after - now > Window.Ticks)
                return new(limit, 0, new(before - now), Wait: new(after - Window.Ticks - now));
            if (Interlocked.CompareExchange(ref bucket.EmptyAt, after, before) == before)
                return new(limit, (int)((Window.Ticks - (after - now)) / cost), new(after - now), Wait: null);
        }
    }

    public int LimitOf(Budget budget, HttpContext http) => budget switch
    {
        Budget.Login => options.Login,
        Budget.Codes => options.Codes,
        Budget.Checkout => options.Checkout,
        _ => http.UserIdOrNull() is null ? options.Anonymous : http.IsStaff() ? options.Staff : options.Customer,
    };

    /// <summary>By account, but for what is done before one has signed in.</summary>
    public static UInt128 CallerOf(Budget budget, HttpContext http) =>
        budget is not (Budget.Login or Budget.Codes) && http.UserIdOrNull() is { } user
            ? Number(user.ToByteArray())
            : CallerAt(http.Connection.RemoteIpAddress);

    /// <summary>One household or machine has a whole /64 of IPv6 addresses.</summary>
    internal static UInt128 CallerAt(IPAddress? address)
    {
        if (address is null)
            return UInt128.Zero;

        var number = Number(address.MapToIPv6().GetAddressBytes());
        return address.IsIPv4MappedToIPv6 || address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork
            ? number
            : number >> 64 << 64;
    }

    private static UInt128 Number(ReadOnlySpan<byte> bytes) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);

    private Bucket Find(Caller caller, long now)
    {
        if (now - Volatile.Read(ref youngSince) > Window.Ticks || Volatile.Read(ref youngCount) >= GenerationSize)
            Turn(now);

        if (young.TryGetValue(caller, out var bucket))
            return bucket;
        if (!old.TryGetValue(caller, out bucket))
            bucket = new Bucket();

        var kept = young.GetOrAdd(caller, bucket);
        if (kept == bucket)
            Interlocked.Increment(ref youngCount);
        return kept;
    }

    /// <summary>What is in neither generation after this had been empty for long.</summary>
    private void Turn(long now)
    {
        lock (turning)
        {
            if (now - youngSince <= Window.Ticks && youngCount < GenerationSize)
                return;

            (old, young) = (young, new());
            (youngCount, youngSince) = (0, now);
        }
    }

    private readonly record struct Caller(Budget Budget, UInt128 Who);

    private sealed class Bucket
    {
        public long EmptyAt;
    }
}

/// <summary>What a request found.</summary>
/// <param name="Limit">Of an hour.</param>
/// <param name="Remaining">How many more requests may follow at once.</param>
/// <param name="Reset">When all of it is back.</param>
/// <param name="Wait">How long until there is enough for one request; null when there was enough.</param>
internal sealed record Spending(int Limit, int Remaining, TimeSpan Reset, TimeSpan? Wait);
