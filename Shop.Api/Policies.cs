using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Shop.Accounts;

namespace Shop;

/// <summary>
/// Who may call an endpoint. Every endpoint says so, by one of these verbs; what says nothing stays shut.
/// </summary>
internal static class Policies
{
    private const string Sellers = "sellers";
    private const string Admins = "admins";

    private static readonly FrozenDictionary<Role, string> RoleNames =
        Enum.GetValues<Role>().ToFrozenDictionary(role => role, role => role.ToString().ToLowerInvariant());

    public static AuthorizationBuilder AddPolicies(this IServiceCollection services) => services
        .AddSingleton<PolicyEvaluator>().AddSingleton<IPolicyEvaluator, SignedIn>()
        .AddAuthorizationBuilder()
        .AddPolicy(Sellers, policy => policy.RequireRole(RoleName(Role.Seller), RoleName(Role.Admin)))
        .AddPolicy(Admins, policy => policy.RequireRole(RoleName(Role.Admin)));

    /// <summary>The role as access tokens name it.</summary>
    public static string RoleName(Role role) => RoleNames[role];

    /// <summary>Anybody, signed in or not.</summary>
    public static T ForEveryone<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.AllowAnonymous();

    /// <summary>Whoever is signed in: sellers and admins buy too.</summary>
    public static T ForCustomers<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization();

    /// <summary>Sellers, for what is their own, and admins.</summary>
    public static T ForSellers<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(Sellers);

    public static T ForAdmins<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(Admins);

    /// <summary>An endpoint that forgot to say who may call it is for admins. A test finds it.</summary>
    public static T ShutUnlessDeclared<T>(this T endpoints) where T : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (!endpoint.Metadata.Any(item => item is IAuthorizeData or IAllowAnonymous))
            {
                endpoint.Metadata.Add(new AuthorizeAttribute(Admins));
                endpoint.Metadata.Add(new Undeclared());
            }
        });
        return endpoints;
    }

    /// <summary>Marks what is shut because it was forgotten.</summary>
    internal sealed class Undeclared;
}
