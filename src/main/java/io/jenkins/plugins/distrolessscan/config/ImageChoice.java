package io.jenkins.plugins.distrolessscan.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.Optional;

/**
 * Which image a build may put into a pod. The administrator's own choice for a cluster needs no permission; another one
 * has to match the administrator's patterns and, unless tags are allowed, has to be named by digest.
 */
final class ImageChoice {
    private final Optional<String> own;
    private final Wildcards allowed;
    private final boolean tags;

    /**
     * @param own the image that the administrator chose; null for none
     * @param allowed patterns of images that builds may name; null for none
     * @param tags whether a build's image may go without a digest
     */
    ImageChoice(@CheckForNull String own, @CheckForNull String allowed, boolean tags) {
        this.own = Optional.ofNullable(own);
        this.allowed = Wildcards.of(allowed);
        this.tags = tags;
    }

    /** Where nobody has chosen: builds name an image, by digest. */
    static ImageChoice ofBuilds() {
        return new ImageChoice(null, null, false);
    }

    /**
     * The image to use.
     *
     * @param asked what the build names, after its variables were replaced
     * @throws ScanException CONFIGURATION when there is none, or when the build may not use it
     */
    String of(Optional<String> asked) throws ScanException {
        if (asked.isEmpty() || asked.equals(own)) {
            return own.orElseThrow(
                    () -> refused(
                            "Say which probe image to use: set 'image', or let an administrator give the cluster a default image."));
        }
        String image = asked.get();
        if (allowed.isEmpty() ? own.isPresent() : !matches(image)) {
            throw refused("The global configuration does not let builds use the image " + image
                    + " on this cluster; remove 'image'"
                    + (own.isPresent() ? "" : ", name another one")
                    + ", or ask an administrator of this Jenkins to allow it.");
        }
        if (!tags && !FieldChecks.hasDigest(image)) {
            throw refused("The image " + image
                    + " is named without a digest, so that it could become another one; add @sha256: and the digest, or ask"
                    + " an administrator of this Jenkins to allow tags.");
        }
        return image;
    }

    /** A pattern means the image with every digest, unless it names one itself. */
    private boolean matches(String image) {
        int digest = image.indexOf('@');
        return allowed.match(image) || digest > 0 && allowed.match(image.substring(0, digest));
    }

    private static ScanException refused(String sentence) {
        return new ScanException(Kind.CONFIGURATION, sentence);
    }
}
