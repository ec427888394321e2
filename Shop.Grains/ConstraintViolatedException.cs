namespace Shop;

/// <summary>The database refused a write by a rule of its own: something unique, something that must exist.</summary>
/// <remarks>Thrown by the storage provider. Orleans would wrap any exception that is not one of its own.</remarks>
/// <param name="constraint">The name of the rule in the schema.</param>
internal sealed class ConstraintViolatedException(string constraint, Exception inner)
    : OrleansException($"The write breaks {constraint}.", inner)
{
    public string Constraint { get; } = constraint;
}
