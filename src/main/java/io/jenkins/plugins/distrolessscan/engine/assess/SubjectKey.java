package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.assess.CodeFiles.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.util.List;

/** The identity of what was found in a target ({@link Subject#id}). */
final class SubjectKey {
    /** 128 bits: no target can find another one's key by trying. */
    private static final int BYTES = 16;

    private SubjectKey() {}

    /** The image that a target runs, by its digest where that is known; two names of one digest are one image. */
    static String image(Target target) {
        String image = target.imageId().isEmpty() ? target.image() : target.imageId();
        return image.substring(image.lastIndexOf('@') + 1);
    }

    static String of(
            TargetReport target,
            String architecture,
            List<PackageItem> packages,
            List<ControlResult> controls,
            List<CodeFile> code) {
        Fingerprint key = new Fingerprint()
                .add("subject 1", image(target.target()), architecture)
                .add(target.classification().name(), target.gap().orElse(""));
        packages.forEach(item -> add(key, item));
        controls.forEach(result -> add(key, result));
        code.forEach(file -> key.add("code", file.path(), file.state()));
        return key.hex(BYTES);
    }

    private static void add(Fingerprint key, PackageItem item) {
        key.add("package", item.type(), item.name(), item.version(), item.architecture())
                .add(item.sourceName(), item.sourceVersion(), item.purl(), item.ecosystem(), item.owner())
                .add(item.origin().name())
                .add(item.locations().toArray(String[]::new));
    }

    /** The places that a result names and no sentence: that may count processes. */
    private static void add(Fingerprint key, ControlResult result) {
        key.add("control", result.id(), result.status().name());
        result.evidence().stream()
                .map(Fact::location)
                .filter(location -> !location.isEmpty())
                .forEach(key::add);
    }
}
