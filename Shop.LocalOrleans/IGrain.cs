using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks an interface whose methods are called by message.</summary>
public interface IGrain : IAddressable;

public interface IGrainWithGuidKey : IGrain;

public interface IGrainWithIntegerKey : IGrain;

public interface IGrainWithStringKey : IGrain;

public interface IGrainWithGuidCompoundKey : IGrain;

public interface IGrainWithIntegerCompoundKey : IGrain;

/// <summary>Marks an interface by which a grain calls back an object that is no grain.</summary>
public interface IGrainObserver : IAddressable;
