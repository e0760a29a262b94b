package io.jenkins.plugins.distrolessscan.engine.probe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.CodeKind;
import io.jenkins.plugins.distrolessscan.engine.model.ContentEvidence.OwnerCheck;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Writes the records of archives, versions, code files and formats. */
final class ContentWriter {
    private final Consumer<ObjectNode> out;

    ContentWriter(Consumer<ObjectNode> out) {
        this.out = out;
    }

    void write(ContentEvidence e) {
        e.archives().forEach(archive -> {
            ObjectNode r = EvidenceWriter.path(EvidenceWriter.record("archive"), "p", archive.path())
                    .put("entries", archive.entries())
                    .put("inflated", archive.inflated());
            archive.error().ifPresent(error -> r.put("x", error));
            out.accept(r);
        });
        e.versions()
                .forEach(
                        version -> out.accept(EvidenceWriter.path(EvidenceWriter.record("version"), "p", version.path())
                                .put("id", version.id())
                                .put("v", version.version())));
        e.code().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> code(entry.getValue()));
        e.formats().forEach(format -> {
            ObjectNode r = EvidenceWriter.record("format")
                    .put("id", format.id())
                    .put("found", format.found())
                    .put("read", format.read())
                    .put("unread", format.unread());
            if (!format.unreadPaths().isEmpty()) {
                ArrayNode paths = r.putArray("pathsb");
                format.unreadPaths()
                        .forEach(path -> paths.add(Base64.getEncoder().encodeToString(EscapedPath.bytes(path))));
            }
            out.accept(r);
        });
    }

    private void code(ContentEvidence.CodeFile file) {
        ObjectNode r = EvidenceWriter.path(EvidenceWriter.record("code"), "p", file.path());
        if (file.kind() != CodeKind.OTHER) {
            r.put("k", file.kind().name().toLowerCase(Locale.ROOT));
        }
        if (!file.owner().isEmpty()) {
            r.put("own", file.owner()).put("by", file.ownerFormat());
        }
        if (file.check() != OwnerCheck.NOT_COMPARED) {
            r.put("chk", file.check().name().toLowerCase(Locale.ROOT));
        }
        if (!file.sha256().isEmpty()) {
            r.put("h", file.sha256());
        }
        if (file.lateList()) {
            r.put("late", true);
        }
        out.accept(r);
    }
}
