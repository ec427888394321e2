namespace Orleans.Configuration;

/// <summary>How long callers wait.</summary>
public abstract class MessagingOptions
{
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>For calls that grains make, and for calls from the process the grains live in.</summary>
public class SiloMessagingOptions : MessagingOptions;

/// <summary>For clients outside the silo. There are none in one process; kept so that settings compile.</summary>
public class ClientMessagingOptions : MessagingOptions;
