package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of the probe's image, checked before it is put into a pod (S-17): {@code [host[:port]/]path[:tag][@digest]}.
 *
 * @param text as it was given
 * @param repository without tag and digest
 * @param tag the tag
 * @param digest the digest, such as {@code sha256:...}
 */
public record ImageReference(String text, String repository, Optional<String> tag, Optional<String> digest) {
    private static final int LONGEST = 512;
    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9.-]{1,253}|\\[[0-9a-f:]{2,39}])(?::[0-9]{1,5})?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /**
     * Reads a reference.
     *
     * @throws ScanException CONFIGURATION with what is wrong with it
     */
    public static ImageReference parse(String text) throws ScanException {
        if (text.isEmpty()) {
            throw wrong("is empty; name the probe's image, best by digest");
        }
        if (text.length() > LONGEST) {
            throw wrong("is longer than " + LONGEST + " characters");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw wrong("holds a blank or a character that image names do not have");
        }
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
        if (digest.isPresent() && !DIGEST.matcher(digest.get()).matches()) {
            throw wrong("has a digest that is not sha256: and 64 hexadecimal digits");
        }
        int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
        Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1));
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            throw wrong("has a tag that is not one");
        }
        String repository = colon < 0 ? named : named.substring(0, colon);
        checkRepository(repository);
        return new ImageReference(text, repository, tag, digest);
    }

    private static void checkRepository(String repository) throws ScanException {
        if (!repository.equals(repository.toLowerCase(java.util.Locale.ROOT))) {
            throw wrong("holds upper case letters before its tag, which no registry takes");
        }
        String[] parts = repository.split("/", -1);
        boolean host = parts.length > 1
                && (parts[0].indexOf('.') >= 0 || parts[0].indexOf(':') >= 0 || parts[0].equals("localhost"));
        if (host && !HOST.matcher(parts[0]).matches()) {
            throw wrong("begins with a registry host that is not one");
        }
        for (int i = host ? 1 : 0; i < parts.length; i++) {
            if (!COMPONENT.matcher(parts[i]).matches()) {
                throw wrong("is not of the form host/path:tag@sha256:digest");
            }
        }
    }

    /** Whether the image cannot become another one behind its name. */
    public boolean pinned() {
        return digest.isPresent();
    }

    /** Whether it names no version at all: no digest, and no tag or {@code latest}. */
    public boolean floating() {
        return digest.isEmpty() && tag.orElse("latest").equals("latest");
    }

    /**
     * Another image in the same place: of a name that begins the same, with the same tag and digest. A policy that
     * compares the beginning of a name, or only the registry, admits it too.
     */
    public String neighbour() {
        return repository
                + "-check"
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    private static ScanException wrong(String what) {
        return new ScanException(ScanException.Kind.CONFIGURATION, "The name of the probe image " + what + ".");
    }
}
