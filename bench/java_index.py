"""Makes an empty index of jars in the form that trivy downloads, so that it can read jars without a network. java_index.py FOLDER"""
import json, os, sqlite3, sys

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
if not os.path.exists(folder + "/metadata.json"):
    with sqlite3.connect(folder + "/trivy-java.db") as index:
        index.executescript("""
            CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
            CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT, foreign key (artifact_id) references artifacts(id));
            CREATE UNIQUE INDEX artifacts_idx ON artifacts(artifact_id, group_id);
            CREATE INDEX indices_artifact_idx ON indices(artifact_id);
            CREATE UNIQUE INDEX indices_sha1_idx ON indices(sha1);""")
    with open(folder + "/metadata.json", "w") as out:
        json.dump({"Version": 1, "NextUpdate": "2100-01-01T00:00:00Z", "UpdatedAt": "2026-01-01T00:00:00Z", "DownloadedAt": "2026-01-01T00:00:00Z"}, out)
