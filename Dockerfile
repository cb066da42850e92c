# docker build -t cireview . && docker run --rm -v "$PWD":/review cireview run
FROM python:3.12-slim
COPY . /src
RUN pip install --no-cache-dir --require-hashes -r /src/requirements.hashed.txt \
    && pip install --no-cache-dir --no-deps /src && rm -rf /src
RUN useradd --create-home reviewer
USER reviewer
WORKDIR /review
ENTRYPOINT ["cireview"]
CMD ["--help"]
