using Microsoft.Extensions.Primitives;

namespace Shop.Hosting;

/// <summary>Settings that note who asks for what, for the page that lists them all.</summary>
internal sealed class SettingsSurvey(IConfiguration settings) : IConfiguration
{
    /// <summary>By name.</summary>
    public SortedDictionary<string, SettingUse> Uses { get; } = new(StringComparer.Ordinal);

    public string? this[string key]
    {
        get => settings[key];
        set => settings[key] = value;
    }

    public void Note(SettingUse use)
    {
        lock (Uses)
            Uses[use.Name] = use;
    }

    public IEnumerable<IConfigurationSection> GetChildren() => settings.GetChildren();

    public IChangeToken GetReloadToken() => settings.GetReloadToken();

    public IConfigurationSection GetSection(string key) => settings.GetSection(key);
}

/// <param name="Name">As <c>SHOP_PORT</c>.</param>
/// <param name="Usual">What holds when it is not set; empty when nothing does.</param>
/// <param name="Allowed">What it takes.</param>
internal sealed record SettingUse(string Name, string Usual, string Allowed);
