using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Shop;

/// <summary>
/// Decides at once what most endpoints ask, that somebody is signed in, and leaves all else to the framework, which
/// gathers requirements and handlers for each request.
/// </summary>
internal sealed class SignedIn(PolicyEvaluator usual) : IPolicyEvaluator
{
    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context) =>
        usual.AuthenticateAsync(policy, context);

    public Task<PolicyAuthorizationResult> AuthorizeAsync(
        AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource) =>
        policy.Requirements is [DenyAnonymousAuthorizationRequirement] && authenticationResult.Succeeded
            ? Task.FromResult(PolicyAuthorizationResult.Success())
            : usual.AuthorizeAsync(policy, authenticationResult, context, resource);
}
