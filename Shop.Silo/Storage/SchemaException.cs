namespace Shop.Storage;

/// <summary>The database does not fit this version's schema. The message is one line for the operator.</summary>
internal sealed class SchemaException(string message, Exception? inner = null) : Exception(message, inner);
