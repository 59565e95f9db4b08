namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>How the people of an issuer are found among the accounts here.</summary>
internal enum SubjectMapping
{
    /// <summary>By the configured links alone.</summary>
    Link,

    /// <summary>By the e-mail address, once; from then on by the subject.</summary>
    Email,

    /// <summary>By the user name, once; from then on by the subject.</summary>
    UserName,
}
