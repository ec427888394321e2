namespace Shop.Accounts;

/// <summary>People for tests, each with an address of their own.</summary>
internal static class People
{
    public static readonly Password Password = new("trombone-7");
    public static readonly Password Wrong = new("trombone-8");
    public static readonly Profile Ann = new("Ann", "Lee");
    public static readonly PostalAddress Home = new("Ann Lee", "1 High Street", null, "London", null, null, "GB");

    public static EmailAddress NewEmail() => EmailAddress.Read($"{Guid.CreateVersion7():n}@example.com").Value!;

    public static RegisterUser Registration(EmailAddress email) => new(email.Text, Password, Ann);

    /// <summary>Without a password, which costs a tenth of a second to hash.</summary>
    public static async Task<UserView> Registered(this IGrainFactory grains) =>
        (await grains.User(Guid.CreateVersion7()).Register(Registration(NewEmail()) with { Password = null })).Must();

    public static async Task<UserView> RegisteredWithPassword(this IGrainFactory grains, EmailAddress? email = null) =>
        (await grains.User(Guid.CreateVersion7()).Register(Registration(email ?? NewEmail()))).Must();

    /// <summary>As signing in does, once the password was right.</summary>
    public static async Task<SignedIn> Session(this IGrainFactory grains, UserView? user = null) =>
        (await grains.SignIn((user ?? await grains.Registered()).Id).Open(from: null)).Must();

    public static Guid SessionId(this SignedIn signedIn) => RefreshToken.Read(signedIn.RefreshToken).Value!.SessionId;

    public static async Task<SignedIn> SignedIn(this IGrainFactory grains, UserView user) =>
        (await grains.SignIn(user, Password)).Must();

    public static Task<Result<SignedIn>> SignIn(
        this IGrainFactory grains, UserView user, Password password, string? otp = null, Origin? from = null) =>
        grains.EmailAddress(EmailAddress.Read(user.Email).Value!).SignIn(new(password, otp, from));

    public static Task<Result<SignedIn>> Refresh(this IGrainFactory grains, SignedIn signedIn) =>
        grains.Refresh(signedIn.RefreshToken);

    public static Task<Result<SignedIn>> Refresh(this IGrainFactory grains, string refreshToken)
    {
        var token = RefreshToken.Read(refreshToken).Value!;
        return grains.Session(token.SessionId).Refresh(token);
    }

    public static T Must<T>(this Result<T> result)
    {
        Assert.Null(result.Error);
        return result.Value!;
    }
}
