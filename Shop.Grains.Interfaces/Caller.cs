namespace Shop;

/// <summary>Who asks. The API takes it from the access token, never from the request.</summary>
/// <param name="UserId">The signed-in user.</param>
/// <param name="IsStaff">True for those who may act on everybody's orders.</param>
[GenerateSerializer, Immutable, Alias("Caller")]
public sealed record Caller(Guid UserId, bool IsStaff);
