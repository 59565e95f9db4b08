using McpAspire.Identity.Users.Hashing;

namespace McpAspire.Identity.Tests.Users.Hashing;

/// <summary>
/// Hashes made by others: glibc's crypt and OpenSSL (sha2crypt, bcrypt), Python's hashlib (PBKDF2, scrypt), hash-wasm
/// (Argon2), and the examples that passlib and the specification of sha2crypt publish.
/// </summary>
public sealed class EncodedHashTests
{
    private const string Password = "correct horse battery staple";

    [Theory]
    [InlineData("$argon2id$v=19$m=1024,t=3,p=4$c2FsdHNhbHRzYWx0c2Fs+w$sjjNoQBJblDvcMDF1qSXu+XbPkhQ8IHH3CVDglxJy6A")]
    [InlineData("$argon2i$v=19$m=1024,t=3,p=1$c2FsdHNhbHRzYWx0c2Fs+w$G1N7GYTZKnUYOuMQXrC+xq6avWEICTegz0KVCJyqKNA")]
    [InlineData("$argon2d$v=19$m=256,t=2,p=2$c2FsdHNhbHRzYWx0c2Fs+w$cj6TYPzcMsbqQZwsMxBgZjYdMZHBPGwTZgbN9t4UhoU")]
    [InlineData("$pbkdf2$1000$c2FsdHNhbHRzYWx0c2Fs.w$NCcsbmcN9tdYz84MoVm.6Fq2v2E")]
    [InlineData("$pbkdf2-sha1$1000$c2FsdHNhbHRzYWx0c2Fs.w$NCcsbmcN9tdYz84MoVm.6Fq2v2E")]
    [InlineData("$pbkdf2-sha224$1000$c2FsdHNhbHRzYWx0c2Fs.w$ddo2iRZpapFR3RcmQUbF.BU8dEhTbwBzTIszOQ")]
    [InlineData("$pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2Fs.w$N9kAJnI.bhD/EZ4.jVqM.PEAtuHsPbAMB6MZDM1ah7Q")]
    [InlineData("$pbkdf2-sha384$1000$c2FsdHNhbHRzYWx0c2Fs.w"
        + "$Qs809THRDoF8VAD13AC/KGHNphVsd8LnxYs9ByGkjqQIPfViqTllciq5RiHMs0MH")]
    [InlineData("$pbkdf2-sha512$1000$c2FsdHNhbHRzYWx0c2Fs.w"
        + "$U7qpL2KLyaxcJioaXkW4oVkCQw9o2jNZJPAdlgCM41OcUHMAT6MHN8NeZ0D395qpT4SzRp4rFwEAF5nIKV0xWw")]
    [InlineData("$2b$05$abcdefghijklmnopqrstuuFiPhXf1sVd3pCCRO.uVh34H/qI/ZsuS")]
    [InlineData("$2a$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG")]
    [InlineData("$2y$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=5$abcdefghijklmnopqrstuu$bsungiydZLgcxsIddv6ixH21Pl8kSiy")]
    [InlineData("$scrypt$ln=10,r=8,p=1$c2FsdHNhbHRzYWx0c2Fs+w$wjDsqNiZ0jIy9fTM2BmLCzdh/bB8yj08WBlzaYa+NTY")]
    [InlineData("$scrypt$ln=4,r=2,p=3$c2FsdHNhbHRzYWx0c2Fs+w$oE5DvcRq3SYUKmhnFOfcLFkgrOU4Yk3mDF9li6J7in4")]
    [InlineData("$5$rounds=1000$saltstring$MGHTVAK1OdWrxoC7LJKeycAtdF/rZJH8EE46Glj/aT6")]
    [InlineData("$5$saltstringsaltst$wTbXaKiaW9iZ94.0kBRpTsvmaTF5d0/hyaXiYx5XQX.")]
    [InlineData("$5$abcdefgh$BWZ40aBGwHskxJEAPaQ7BeX5CsJQnxWro9FnP3/JCe5")]
    [InlineData("$6$rounds=1400$anotherlongsal"
        + "$Wb.jQzUrC86tLdfg8Zpzbc3FK4fHFJrtONwBNZespXHL3psxVhAACJxfnYR2QgIHqoi8TE6Jx1rx/7DikJtEu1")]
    [InlineData("$6$abcdefgh$VN7LMkaLOrsMSWYHlf/ovyaWJao3Zm4TBZ4xfZWXb3l5At21Utq1nOJwr6vKh6Wgb2f1irZkd2TDXRV6cwWw51")]
    [InlineData(
        "{CRYPT}$6$shortsalt$iNYbT3dSiPMonqpzIwUMxo5i83rcDXCVnUV/u0QySly/EVO/OEF2t0wTMGcLMHZne.VxYAfHlNpmMGWq.KgS7/")]
    public void Hash_of_another_implementation_verifies_its_password_and_no_other(string encoded)
    {
        var hash = EncodedHash.Parse(encoded);

        Assert.NotNull(hash);
        Assert.True(ImportedHashes.IsKnown(encoded));
        Assert.True(hash.Verify(Password));
        Assert.False(hash.Verify(Password + " "));
        Assert.False(hash.Verify(string.Empty));
    }

    [Theory]
    [InlineData("password", "$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [InlineData("Hello world!", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5")]
    [InlineData("Hello world!", "$6$saltstring"
        + "$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1")]
    [InlineData("", "$5$rounds=1000$s$cdjvTno7yp4OJ1Yyxn95LrCQTyxHsv3TK6lXb48P4L1")]
    [InlineData("", "$6$rounds=1000$s"
        + "$u6h1nDplZjxDo4zJTtL/gDw7SGioQGm.0uRtQXjSgB6lTpGGOfGi4A6UMV.7Q7d2K2ppsidkHUrit0FKUiAv71")]
    public void Published_and_odd_passwords_verify(string password, string encoded) =>
        Assert.True(EncodedHash.Parse(encoded)!.Verify(password));

    [Theory]
    [InlineData("$5$rounds=1000$s$wcF07HcQsOQOnJUgQwWsqzLRARagTdYvo0ak2DJEEA1")]
    [InlineData("$6$rounds=1000$s"
        + "$pX4Qp4ii1R0lS4RoCrOY5nA2x9.r..LnWC.ZEUZ7qnnglpnN4R0tlaiOSv5RF9/ahNX9D5joPGdknaymPhj/J.")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=5$abcdefghijklmnopqrstuu$8XaEKM.k4v6ROFmechVnvMwW631CoYi")]
    public void Password_longer_than_a_block_and_beyond_ASCII_verifies(string encoded)
    {
        var hash = EncodedHash.Parse(encoded)!;

        Assert.True(hash.Verify(new string('x', 100) + "\u00fc"));
        Assert.False(hash.Verify(new string('x', 100) + "u"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text password")]
    [InlineData("$1$salt$qJH7.N4xYta3aEG/dfqo/0")]
    [InlineData("$argon2id$v=16$m=1024,t=3,p=4$c2FsdHNhbHRzYWx0c2Fs+w$sjjNoQBJblDvcMDF1qSXu+XbPkhQ8IHH3CVDglxJy6A")]
    [InlineData("$argon2id$v=19$m=1024,t=3,p=4$c2FsdHNhbHRzYWx0c2Fs+w$")]
    [InlineData("$argon2id$v=19$m=1024,t=3,p=4$c2FsdHNhbHRzYWx0c2Fs+w$c2hvcnQ")]
    [InlineData("$y$j9T$salt$hash")]
    [InlineData("$")]
    [InlineData("$$$$$$")]
    [InlineData("AQAAAAIAAYag")]
    public void Hash_of_unknown_kind_or_cut_short_never_verifies(string encoded) =>
        Assert.False(ImportedHashes.IsKnown(encoded));

    [Theory]
    [InlineData("$argon2id$v=19$m=104857600,t=3,p=4"
        + "$c2FsdHNhbHRzYWx0c2Fs+w$sjjNoQBJblDvcMDF1qSXu+XbPkhQ8IHH3CVDglxJy6A")]
    [InlineData("$argon2id$v=19$m=1024,t=999999,p=4"
        + "$c2FsdHNhbHRzYWx0c2Fs+w$sjjNoQBJblDvcMDF1qSXu+XbPkhQ8IHH3CVDglxJy6A")]
    [InlineData("$argon2id$v=19$m=524288,t=64,p=4$c2FsdHNhbHRzYWx0c2Fs+w$sjjNoQBJblDvcMDF1qSXu+XbPkhQ8IHH3CVDglxJy6A")]
    [InlineData("$argon2id$v=19$m=-1,t=3,p=4$c2FsdHNhbHRzYWx0c2Fs+w$sjjNoQBJblDvcMDF1qSXu+XbPkhQ8IHH3CVDglxJy6A")]
    [InlineData("$pbkdf2-sha256$2000000000$c2FsdHNhbHRzYWx0c2Fs.w$N9kAJnI.bhD/EZ4.jVqM.PEAtuHsPbAMB6MZDM1ah7Q")]
    [InlineData("$2b$31$abcdefghijklmnopqrstuuFiPhXf1sVd3pCCRO.uVh34H/qI/ZsuS")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=30$abcdefghijklmnopqrstuu$bsungiydZLgcxsIddv6ixH21Pl8kSiy")]
    [InlineData("$scrypt$ln=30,r=8,p=1$c2FsdHNhbHRzYWx0c2Fs+w$wjDsqNiZ0jIy9fTM2BmLCzdh/bB8yj08WBlzaYa+NTY")]
    [InlineData("$scrypt$ln=20,r=32,p=16$c2FsdHNhbHRzYWx0c2Fs+w$wjDsqNiZ0jIy9fTM2BmLCzdh/bB8yj08WBlzaYa+NTY")]
    [InlineData("$5$rounds=999999999$saltstring$MGHTVAK1OdWrxoC7LJKeycAtdF/rZJH8EE46Glj/aT6")]
    [InlineData("AQAAAAJ/////AAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void Hash_that_asks_for_the_machine_is_not_known(string encoded) =>
        Assert.False(ImportedHashes.IsKnown(encoded));

    [Fact]
    public void Own_hash_is_read_back_and_its_decoy_looks_the_same()
    {
        var cost = new Argon2Cost(1024, 1, 1);
        var own = Argon2Hash.Create(Password, cost).ToString();
        var decoy = Argon2Hash.CreateDecoy(cost).ToString();

        Assert.StartsWith("$argon2id$v=19$m=1024,t=1,p=1$", own, StringComparison.Ordinal);
        Assert.True(EncodedHash.Parse(own)!.Verify(Password));
        Assert.False(EncodedHash.Parse(decoy)!.Verify(Password));
        Assert.Equal(own.Length, decoy.Length);
        Assert.NotEqual(own, Argon2Hash.Create(Password, cost).ToString());
    }
}
