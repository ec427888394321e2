namespace Orleans.Runtime;

/// <summary>Anything that a message can be sent to: a grain or an observer.</summary>
public interface IAddressable;
