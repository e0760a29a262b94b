package io.jenkins.plugins.distrolessscan.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.distrolessscan.engine.cluster.ConnectionChecks;
import io.jenkins.plugins.distrolessscan.engine.gate.ThresholdFile;
import io.jenkins.plugins.distrolessscan.engine.gate.WaiverFile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with one field of a form. None of these reaches out of Jenkins or reads what the user may not see. */
public final class FieldChecks {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NAMESPACE_PATTERN = Pattern.compile("([a-z0-9][a-z0-9-]{0,61})?\\*");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,510}");
    private static final Pattern DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");

    private FieldChecks() {}

    /** A cluster's name. */
    public static FormValidation name(String value) {
        return validation(nameProblem(value));
    }

    static Optional<String> nameProblem(String value) {
        return NAME.matcher(Util.fixNull(value).trim()).matches()
                ? Optional.empty()
                : Optional.of(Messages.FieldChecks_name());
    }

    /** The URL of an API server; must be there. */
    public static FormValidation serverUrl(String value) {
        return validation(serverUrlProblem(value));
    }

    /** What is wrong with the URL of an API server, as a sentence. */
    public static Optional<String> serverUrlProblem(String value) {
        try {
            ConnectionChecks.server(Util.fixNull(value));
            return Optional.empty();
        } catch (ScanException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static FormValidation validation(Optional<String> problem) {
        return problem.map(FormValidation::error).orElseGet(FormValidation::ok);
    }

    /** PEM text of certificates; may be empty. */
    public static FormValidation caCertificate(String value) {
        if (Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.ok(Messages.FieldChecks_noCa());
        }
        try {
            return FormValidation.ok(String.join("; ", ConnectionChecks.caCertificate(value)));
        } catch (ScanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** What is wrong with the PEM text of certificates, as a sentence; may be empty. */
    public static Optional<String> caCertificateProblem(String value) {
        try {
            if (Util.fixEmptyAndTrim(value) != null) {
                ConnectionChecks.caCertificate(value);
            }
            return Optional.empty();
        } catch (ScanException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** An image reference; may be empty. */
    public static FormValidation image(String value) {
        var problem = imageProblem(value);
        return problem.isEmpty() && !Util.fixNull(value).isBlank() && !hasDigest(value.trim())
                ? FormValidation.warning(Messages.FieldChecks_noDigest())
                : validation(problem);
    }

    /** What is wrong with an image reference, as a sentence; may be empty. */
    public static Optional<String> imageProblem(String value) {
        var image = Util.fixNull(value).trim();
        return image.isEmpty() || IMAGE.matcher(image).matches()
                ? Optional.empty()
                : Optional.of(Messages.FieldChecks_image());
    }

    /** Whether an image is named by digest, so that it cannot become another one. */
    public static boolean hasDigest(String image) {
        return DIGEST.matcher(image).matches();
    }

    /** One namespace; may be empty. */
    public static FormValidation namespace(String value) {
        return validation(namespaceProblem(value));
    }

    /** What is wrong with a namespace, as a sentence; may be empty. */
    public static Optional<String> namespaceProblem(String value) {
        var namespace = Util.fixNull(value).trim();
        return namespace.isEmpty() || NAMESPACE.matcher(namespace).matches()
                ? Optional.empty()
                : Optional.of(Messages.FieldChecks_namespace());
    }

    /** Namespaces and beginnings of namespaces; may be empty. */
    public static FormValidation namespacePatterns(String value) {
        return validation(namespacePatternsProblem(value));
    }

    static Optional<String> namespacePatternsProblem(String value) {
        for (var word : ClusterDefinition.words(Util.fixNull(value))) {
            if (!NAMESPACE.matcher(word).matches()
                    && !NAMESPACE_PATTERN.matcher(word).matches()) {
                return Optional.of(Messages.FieldChecks_namespacePattern(word));
            }
        }
        return Optional.empty();
    }

    /** Words for what a pod may share with its node; may be empty. */
    public static FormValidation hostAccess(String value) {
        try {
            HostAccess.of(HostAccess.words(Util.fixNull(value)));
            return FormValidation.ok();
        } catch (ScanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** MiB that have to be free in a pod; may be empty. */
    static FormValidation memoryMargin(String value) {
        Optional<String> refusal = TypedValues.of(ClusterDefinition.class).refusal("memoryMargin", Util.fixNull(value));
        return validation(refusal.or(() -> marginProblem(number(value), null)));
    }

    /** Percent of a pod's CPU limit; may be empty. */
    static FormValidation cpuShare(String value) {
        Optional<String> refusal = TypedValues.of(ClusterDefinition.class).refusal("cpuShare", Util.fixNull(value));
        return validation(refusal.or(() -> marginProblem(null, number(value))));
    }

    @CheckForNull
    private static Integer number(String value) {
        return Util.fixEmptyAndTrim(value) == null
                ? null
                : TypedValues.wholeNumber(value).orElse(null);
    }

    /** What is wrong with the margins of a cluster; empty when nothing is. */
    static Optional<String> marginProblem(@CheckForNull Integer memory, @CheckForNull Integer cpu) {
        try {
            Margins.of(
                    memory == null ? Margins.DEFAULT.memoryMebibytes() : memory,
                    cpu == null ? Margins.DEFAULT.cpuPercent() : cpu);
            return Optional.empty();
        } catch (ScanException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What is wrong with the administrator's floors; empty when nothing is, or when there are none. */
    static Optional<String> floorsProblem(@CheckForNull String text) {
        try {
            if (text != null) {
                ThresholdFile.read(text, "'floors'");
            }
            return Optional.empty();
        } catch (ScanException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What is wrong with the administrator's waivers; empty when nothing is, or when there are none. */
    static Optional<String> waiversProblem(@CheckForNull String text) {
        try {
            if (text != null) {
                WaiverFile.read(text, "'waivers'", WaiverUse.Origin.ADMINISTRATOR);
            }
            return Optional.empty();
        } catch (ScanException e) {
            return Optional.of(e.getMessage());
        }
    }
}
