using System.Net;
using System.Net.Sockets;

namespace Shop.Accounts;

/// <summary>
/// How often somebody at one place of the network tried passwords and codes in vain, whosever they were. The key is
/// <c>network/</c> and an IPv4 address, or the first 64 bits of an IPv6 address, which is what one household has.
/// </summary>
/// <remarks>It stores nothing: a restart forgives. The count of each account is stored.</remarks>
[Alias("accounts.INetworkGrain")]
public interface INetworkGrain : IGrainWithStringKey
{
    /// <summary>
    /// Counts an attempt as one in vain before it is known to be, so that a thousand at once do not slip through.
    /// </summary>
    [Alias("Admit")]
    Task<Error?> Admit();

    /// <summary>The attempt was not in vain.</summary>
    [Alias("Forgive")]
    Task Forgive();
}

public static class NetworkKeys
{
    private const string Prefix = "network/";

    /// <summary>
    /// Null for the machine itself: a proxy that nobody declared would have all the world come from there.
    /// </summary>
    public static INetworkGrain? Network(this IGrainFactory grains, Origin? from) =>
        IPAddress.TryParse(from?.Address, out var address) && !IPAddress.IsLoopback(address)
            ? grains.GetGrain<INetworkGrain>(Prefix + Place(address))
            : null;

    private static string Place(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return $"{address.MapToIPv4()}";
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return $"{address}";

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
