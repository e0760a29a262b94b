package io.jenkins.plugins.distrolessscan.config;

/** A certificate that nobody holds the key of. */
public final class SamplePem {
    public static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBlTCCATugAwIBAgIUczrcfZxWxdIS+FieE/0TEJx8RO4wCgYIKoZIzj0EAwIw
            HzEdMBsGA1UEAwwURGlzdHJvbGVzcyBTY2FuIHRlc3QwIBcNMjYxMTIzMTk0MDEz
            WhgPMjEyNjEwMzAxOTQwMTNaMB8xHTAbBgNVBAMMFERpc3Ryb2xlc3MgU2NhbiB0
            ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcrRFOxgO6JTV560fdq52vqsQ
            jxMmqwx88B7lyDaFfHnlJ/X726i9MCuFTFIo5dXb+DevSrx0PXiFiRkJRnuSe6NT
            MFEwHQYDVR0OBBYEFI6gystNRGeEPpCKTqTPVK1uRh2QMB8GA1UdIwQYMBaAFI6g
            ystNRGeEPpCKTqTPVK1uRh2QMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
            SAAwRQIgYKow2enBP5KrMQ/ojydFc6OcC719mdGmLCmuTv0qpNICIQDxRPfgGomB
            vSv5K9WBlv+pP/C9OAx4FgDWj20ar3Js7g==
            -----END CERTIFICATE-----
            """;

    private SamplePem() {}
}
