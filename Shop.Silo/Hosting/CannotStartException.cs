namespace Shop.Hosting;

/// <summary>The shop cannot start, and its message is the one line that tells the reader what to do about it.</summary>
internal sealed class CannotStartException(string line, Exception? cause = null) : Exception(line, cause);
