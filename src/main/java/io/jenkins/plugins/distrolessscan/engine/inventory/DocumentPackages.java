package io.jenkins.plugins.distrolessscan.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SPDX and CycloneDX documents in the target, such as those of Wolfi, Bitnami and GraalVM. A document is its author's word:
 * it only adds packages, and only those that it gives a package URL. Older GraalVM gives none; its components are Maven's.
 */
final class DocumentPackages implements Cataloger {
    private static final String PURL = "purl";

    /** What the probe calls the document in a native image. */
    private static final String NATIVE_IMAGE = "!/sbom";

    @Override
    public Set<String> formats() {
        return Set.of("spdx-json", "cyclonedx-json", "graalvm-sbom");
    }

    @Override
    public Reading read(String path, String text) {
        JsonNode root = JsonText.of(text);
        boolean cycloneDx = JsonText.text(root, "bomFormat").equals("CycloneDX");
        boolean spdx = root.has("spdxVersion");
        List<Declared> packages = new ArrayList<>();
        for (JsonNode component : JsonText.list(root.path("components"))) {
            String url = JsonText.text(component, PURL);
            (url.isEmpty() && path.endsWith(NATIVE_IMAGE) ? ofMaven(component) : declared(url))
                    .ifPresent(packages::add);
        }
        for (JsonNode item : JsonText.list(root.path("packages"))) {
            for (JsonNode reference : JsonText.list(item.path("externalRefs"))) {
                if (JsonText.text(reference, "referenceType").equals(PURL)) {
                    declared(JsonText.text(reference, "referenceLocator")).ifPresent(packages::add);
                }
            }
        }
        return new Reading(packages, cycloneDx || spdx);
    }

    private static Optional<Declared> ofMaven(JsonNode component) {
        String name = PackageName.of("maven", JsonText.text(component, "group"), JsonText.text(component, "name"));
        return JsonText.text(component, "type").equals("library")
                ? Optional.of(Declared.of("maven", name, JsonText.text(component, "version"), Origin.DOCUMENT))
                : Optional.empty();
    }

    private static Optional<Declared> declared(String text) {
        try {
            PackageURL url = new PackageURL(text);
            String namespace = Optional.ofNullable(url.getNamespace()).orElse("");
            String version = Optional.ofNullable(url.getVersion()).orElse("");
            String architecture =
                    url.getQualifiers() == null ? "" : url.getQualifiers().getOrDefault("arch", "");
            return Optional.of(new Declared(
                    url.getType(),
                    PackageName.of(url.getType(), namespace, url.getName()),
                    version,
                    architecture,
                    "",
                    "",
                    "",
                    Origin.DOCUMENT,
                    text));
        } catch (MalformedPackageURLException | RuntimeException e) {
            // No package URL: not a package that anybody could look up.
            return Optional.empty();
        }
    }
}
