namespace Orleans.Runtime;

/// <summary>The life of the host; its stages are <see cref="ServiceLifecycleStage"/>.</summary>
public interface ISiloLifecycle : ILifecycleObservable;

/// <summary>The life of one activation; its stages are <see cref="GrainLifecycleStage"/>.</summary>
public interface IGrainLifecycle : ILifecycleObservable;

/// <summary>States are read first; then <c>OnActivateAsync</c> runs.</summary>
public static class GrainLifecycleStage
{
    public const int First = int.MinValue;
    public const int SetupState = 1000;
    public const int Activate = 2000;
    public const int Last = int.MaxValue;
}

/// <summary>Something to run when the silo is up.</summary>
public interface IStartupTask
{
    Task Execute(CancellationToken cancellationToken);
}
