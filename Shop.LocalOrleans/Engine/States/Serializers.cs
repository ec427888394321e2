using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Engine.States;

/// <summary>The serialiser of a storage: the one of its name, else the one for all, else JSON.</summary>
internal static class Serializers
{
    public static IGrainStorageSerializer For(IServiceProvider services, string storageName) =>
        services.GetKeyedService<IGrainStorageSerializer>(storageName)
            ?? services.GetService<IGrainStorageSerializer>()
            ?? new JsonStorageSerializer();
}
