namespace Shop.Storage;

/// <summary>The database cannot be brought to this version's schema. The message is one line for the operator.</summary>
internal sealed class SchemaException(string message, Exception? inner = null) : Exception(message, inner);
