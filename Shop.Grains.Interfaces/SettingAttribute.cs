namespace Shop;

/// <summary>
/// Which setting fills a property of an option record. What the record's comment says of the property is what
/// <c>docs/configuration.md</c> says of the setting.
/// </summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class SettingAttribute(string name) : Attribute
{
    /// <summary>As <c>SHOP_PORT</c>.</summary>
    public string Name { get; } = name;
}
