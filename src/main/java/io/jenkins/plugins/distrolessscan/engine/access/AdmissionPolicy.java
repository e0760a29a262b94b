package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ValidatingAdmissionPolicy that holds one ServiceAccount to the scan's own debug container (S-11), as YAML to apply:
 * the example of the documentation with the account and the image put in.
 */
public final class AdmissionPolicy {
    static final String TEMPLATE = "admission-policy.yaml";

    private static final String ACCOUNT = "system:serviceaccount:shop:scanner";
    private static final String IMAGE = "registry.example/distroless-scan-probe@sha256:" + "0".repeat(64);
    private static final Pattern PINNED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,400}@sha256:[0-9a-f]{64}");

    /** The words with which the policy refuses arguments, in this version and in earlier ones. */
    static final String ARGUMENTS = "only the probe's own command and arguments";

    private AdmissionPolicy() {}

    /**
     * What to do about a refusal in the policy's own words: an earlier version of it knows fewer arguments of the probe, which
     * is told more in a pod with limits. Empty for every other refusal.
     *
     * @param refusal the API server's words
     */
    public static Optional<String> outdated(String refusal) {
        return refusal.contains(ARGUMENTS)
                ? Optional.of(
                        "If the admission policy is the documented one, it is that of an earlier version, which knows"
                                + " fewer arguments of the probe: apply the policy of this version (the command manifests prints it,"
                                + " with --image).")
                : Optional.empty();
    }

    /**
     * The policy and its binding as one YAML stream.
     *
     * @param image by digest: a tag could become another image
     * @throws ScanException CONFIGURATION for names that Kubernetes does not allow, and for an image without a digest
     */
    public static String of(String namespace, String account, String image) throws ScanException {
        LeastPrivilegeManifests.checkAccount(namespace, account);
        if (!PINNED.matcher(image).matches()) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The policy pins the image by its digest; give it as host/path@sha256: and 64 hexadecimal digits.");
        }
        return template()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replace(ACCOUNT, "system:serviceaccount:" + namespace + ":" + account)
                        .replace(IMAGE, image)
                        .replaceFirst(
                                "^(  name|  policyName): distroless-scan$",
                                // A namespace holds no dot, so that no two accounts share a policy.
                                "$1: distroless-scan." + namespace + "." + account))
                .reduce("", (yaml, line) -> yaml + line + "\n");
    }

    static String template() {
        try (InputStream in = AdmissionPolicy.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException(TEMPLATE + " is not beside " + AdmissionPolicy.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
