package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * SHA-256 of files as the SPDX and CycloneDX documents of a target name them. A document explains a program by its digest
 * alone: a name or a path in it is no more than its author's word.
 */
final class DocumentDigests {
    private static final Set<String> FORMATS = Set.of("spdx-json", "cyclonedx-json");
    private static final int LENGTH = 64;

    private final Set<String> digests = new HashSet<>();

    private DocumentDigests() {}

    /** All digests that documents of the target name, in small hexadecimal digits. */
    static Set<String> of(Evidence evidence) {
        DocumentDigests found = new DocumentDigests();
        evidence.files().forEach((path, content) -> {
            if (FORMATS.contains(content.format())) {
                found.read(JsonText.of(content.text()));
            }
        });
        return found.digests;
    }

    private void read(JsonNode root) {
        JsonText.list(root.path("components")).forEach(one -> take(one.path("hashes"), "alg", "content"));
        for (String part : new String[] {"packages", "files"}) {
            JsonText.list(root.path(part)).forEach(one -> take(one.path("checksums"), "algorithm", "checksumValue"));
        }
    }

    private void take(JsonNode hashes, String kind, String value) {
        for (JsonNode hash : JsonText.list(hashes)) {
            String algorithm = JsonText.text(hash, kind).replace("-", "").toUpperCase(Locale.ROOT);
            String digest = JsonText.text(hash, value).toLowerCase(Locale.ROOT);
            if (algorithm.equals("SHA256") && digest.length() == LENGTH) {
                digests.add(digest);
            }
        }
    }
}
