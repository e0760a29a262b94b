package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nix keeps no list: the name of each folder of its store is one package. */
final class NixStore {
    private static final Pattern PATH = Pattern.compile(
            "nix/store/[0-9a-df-np-sv-z]{32}-(.+?)-([0-9][^/]*?)(?:-(?:bin|dev|lib|man|doc|info|out|debug|static))?");

    private NixStore() {}

    /** The package that an entry of the tree is; a name without a version is none. */
    static Optional<Declared> of(FileEntry entry) {
        if (!entry.path().startsWith("nix/store/") || entry.path().endsWith(".drv")) {
            return Optional.empty();
        }
        Matcher path = PATH.matcher(entry.path());
        return path.matches()
                ? Optional.of(Declared.of("nix", path.group(1), path.group(2), Origin.DATABASE))
                : Optional.empty();
    }
}
