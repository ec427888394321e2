namespace Shop.Accounts;

/// <summary>The stored accounts, by what they are found by. What is stored decides who holds an address.</summary>
public interface IUserDirectory
{
    /// <param name="email">As <see cref="EmailAddress"/> writes it.</param>
    Task<Guid?> WithEmail(string email);
}
