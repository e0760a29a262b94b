package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which files of a target are hashed and compared with the digest that their package gives; at most 32 MiB of a target. */
public enum VerifiedFiles {
    /** None: the cheapest scan. No document explains a program then. */
    NONE,
    /** Those that a process has loaded, and code that was changed after the start. */
    LOADED,
    /** All programs, libraries, scripts and archives. */
    EXECUTABLES,
    /** Every file that an owner gives a digest of and that is code, loaded, or was sent. */
    ALL;

    /** The word of parameters and of the probe's argument. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The choice of a parameter's word.
     *
     * @throws ScanException CONFIGURATION when there is none, with those that there are
     */
    public static VerifiedFiles parse(String word) throws ScanException {
        for (VerifiedFiles files : values()) {
            if (files.word().equalsIgnoreCase(word)) {
                return files;
            }
        }
        throw new ScanException(
                ScanException.Kind.CONFIGURATION,
                "\"" + word + "\" is no choice of the files that are verified; give one of "
                        + Arrays.stream(values()).map(VerifiedFiles::word).collect(Collectors.joining(", ")) + ".");
    }
}
