# Fink step 1: research questions.
QUESTION = ["results/1_question/protocol.md"]


rule render_protocol:
    input:
        protocol="config/protocol.yaml",
        codebook="config/codebook.yaml",
    output:
        "results/1_question/protocol.md",
    log:
        "results/logs/1_question/render_protocol.log",
    params:
        code=code_of("render_protocol"),
    message:
        "1 Research questions: render the protocol"
    script:
        "../scripts/render_protocol.py"
