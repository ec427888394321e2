namespace Orleans.Runtime;

/// <summary>Looks into the silo and tidies it: <c>GetGrain&lt;IManagementGrain&gt;(0)</c>.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    Task<int> GetTotalActivationCount();

    Task<int> GetGrainActivationCount(GrainReference grainReference);

    /// <summary>Deactivates what idled for this long.</summary>
    Task ForceActivationCollection(TimeSpan ageLimit);
}
